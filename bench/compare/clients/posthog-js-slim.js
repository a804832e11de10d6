import posthog from 'posthog-js-newest/dist/module.slim.js'
import { config } from './posthog-config.js'

export const start = ({ host, key }) => void posthog.init(key, { ...config, api_host: host })
