import { ref } from 'vue'

type ToastIcon = 'alert' | 'check'

export const toast = ref<{ text: string; icon: ToastIcon }>()

let hide: ReturnType<typeof setTimeout> | undefined

export function showToast(text: string, icon: ToastIcon = 'alert'): void {
  clearTimeout(hide)
  toast.value = { text, icon }
  hide = setTimeout(() => {
    toast.value = undefined
  }, 5000)
}

export function hideToast(): void {
  clearTimeout(hide)
  toast.value = undefined
}
