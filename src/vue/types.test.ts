import * as v4 from 'vue-router'
import * as v5 from 'vue-router-5'
import { vueRouterSource } from '../browser/index.js'
import { createWaypost } from './index.js'
type M = Pick<typeof v4, 'createRouter' | 'createWebHistory' | 'createWebHashHistory' | 'createMemoryHistory' | 'RouterView'>
export const m: M[] = [v4, v5]
declare const r5: v5.Router
declare const r4: v4.Router
vueRouterSource(r5)
vueRouterSource(r4)
createWaypost({router: r4})
createWaypost({router: r5})
const meta: v5.RouteMeta = { waypost: 5 }
const meta4: v4.RouteMeta = { waypost: 5 }
console.log(meta, meta4)
