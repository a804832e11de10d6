export type {
  Allow,
  BeforeSend,
  Decision,
  Delivery,
  DocumentRecord,
  LeaveReason,
  NavigationType,
  PageKey,
  PageLocation,
  PageRoute,
  PageViewsOptions,
  Properties,
  RouteMeta,
  RunningSink,
  Sink,
  SinkContext,
  SkipReason,
  TitleEnd,
  UrlPolicy,
  UrlPolicyOptions,
  View,
  WaitReason,
  WaypostEvent,
} from '../core/index.js'
export type { Consent, ConsentOptions } from './consent.js'
export type { WaypostOptions } from './options.js'
export { posthogJsSink } from './sinks/posthog-js-sink.js'
export type { PosthogInit, PosthogLike, PosthogLoader } from './sinks/posthog-js-sink.js'
export { posthogSink } from './sinks/posthog-sink.js'
export type { PosthogSinkOptions } from './sinks/posthog-sink.js'
export { stubSink } from './sinks/stub-sink.js'
export { historySource } from './sources/history-source.js'
export type { UrlSourceOptions } from './sources/url-reporter.js'
export { navigationApiSource } from './sources/navigation-api-source.js'
export type { NavigationListener, NavigationSource } from './sources/navigation-source.js'
export { vueRouterSource } from './sources/vue-router-source.js'
export type { RouteLike, RouterLike } from './sources/vue-router-source.js'
export { createWaypost } from './tracker.js'
export type { OptOutOptions, Waypost } from './tracker.js'
export type { CaptureOptions } from './tracking.js'
