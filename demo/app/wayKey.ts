import type { InjectionKey } from 'vue'
import type { Way } from './demoConfig'

/** Which of the three ways this app is. */
export const wayKey: InjectionKey<Way> = Symbol('way')
