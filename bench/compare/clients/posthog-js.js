import posthog from 'posthog-js-newest'
import { config } from './posthog-config.js'

export const start = ({ host, key }) => void posthog.init(key, { ...config, api_host: host })
