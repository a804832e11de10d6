import { ref } from 'vue'

export const toast = ref<string>()

let hide: ReturnType<typeof setTimeout> | undefined

export function showToast(text: string): void {
  clearTimeout(hide)
  toast.value = text
  hide = setTimeout(() => {
    toast.value = undefined
  }, 5000)
}

export function hideToast(): void {
  clearTimeout(hide)
  toast.value = undefined
}
