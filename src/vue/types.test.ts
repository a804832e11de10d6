import { describe, expectTypeOf, test } from 'vitest'
import type { ComponentCustomProperties } from 'vue'
import type { RouteMeta, Router } from 'vue-router'
import type { Router as Router5 } from 'vue-router-5'
import type { vueRouterSource } from '../browser/index.js'
import type { RouteMeta as WaypostMeta, Waypost } from '../browser/index.js'
import type { createWaypost, useWaypost } from './index.js'

describe('types', () => {
  test('a Router of either version is what the source takes', () => {
    expectTypeOf<Router>().toExtend<Parameters<typeof vueRouterSource>[0]>()
    expectTypeOf<Router5>().toExtend<Parameters<typeof vueRouterSource>[0]>()
    expectTypeOf<{ push(): void }>().not.toExtend<Parameters<typeof vueRouterSource>[0]>()
  })

  test('a Router of either version is what the plugin takes', () => {
    type Options = NonNullable<Parameters<typeof createWaypost>[0]>
    expectTypeOf<{ router: Router }>().toExtend<Options>()
    expectTypeOf<{ router: Router5 }>().toExtend<Options>()
    expectTypeOf<{ router: string }>().not.toExtend<Options>()
  })

  test('V12 RouteMeta.waypost is typed', () => {
    expectTypeOf<RouteMeta['waypost']>().toEqualTypeOf<WaypostMeta | undefined>()
    expectTypeOf<{ waypost: false }>().toExtend<RouteMeta>()
    expectTypeOf<{ waypost: { name: string } }>().toExtend<RouteMeta>()
    expectTypeOf<{ waypost: 5 }>().not.toExtend<RouteMeta>()
  })

  test('$waypost and useWaypost() are the tracker', () => {
    expectTypeOf<ComponentCustomProperties['$waypost']>().toEqualTypeOf<Waypost>()
    expectTypeOf<ReturnType<typeof useWaypost>>().toEqualTypeOf<Waypost>()
    expectTypeOf<ReturnType<typeof createWaypost>>().toExtend<Waypost>()
  })
})
