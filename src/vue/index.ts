import './augment.js'

export type { Waypost } from '../browser/index.js'
export { createWaypost, useWaypost } from './plugin.js'
export type { VueWaypost, VueWaypostOptions } from './plugin.js'
