import { shallowRef } from 'vue'

/** Set while the “unsaved changes” dialog is open; call it with the answer. */
export const leaveQuestion = shallowRef<(leave: boolean) => void>()

/** Asks whether to leave without saving. Asking again answers the earlier question with “stay”. */
export function askToLeave(): Promise<boolean> {
  leaveQuestion.value?.(false)
  return new Promise((resolve) => {
    const answer = (leave: boolean): void => {
      if (leaveQuestion.value === answer) leaveQuestion.value = undefined
      resolve(leave)
    }
    leaveQuestion.value = answer
  })
}
