import { DAYS_SCHEMA } from './days.js'
import { VISITORS_SCHEMA } from './visitors.js'

/**
 * The tables that can be asked for; docs/collector.md explains each column.
 *
 * `uuid` is unique within one `token`. Columns beside `properties` are what panels ask for, taken out of it once, when an event
 * is loaded: a column is read in milliseconds where JSON of ten million events is not.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS events (
  token           VARCHAR NOT NULL,
  uuid            UUID NOT NULL,
  event           VARCHAR NOT NULL,
  -- When it happened, corrected by the sender's clock; UTC.
  "timestamp"     TIMESTAMP NOT NULL,
  received_at     TIMESTAMP NOT NULL,
  sent_at         TIMESTAMP,
  distinct_id     VARCHAR NOT NULL,
  session_id      VARCHAR,   -- $session_id
  window_id       VARCHAR,   -- $window_id
  view_id         VARCHAR,   -- $pageview_id
  view_number     INTEGER,   -- view_number
  host            VARCHAR,   -- $host
  pathname        VARCHAR,   -- $pathname
  -- route_pattern; where there is none, the pathname.
  route           VARCHAR,
  title           VARCHAR,
  "from"          VARCHAR,   -- path of the view before
  "to"            VARCHAR,   -- path of the next view
  navigation_type VARCHAR,
  leave_reason    VARCHAR,
  referring_domain VARCHAR,  -- $referring_domain
  duration        DOUBLE,    -- $prev_pageview_duration, seconds
  visible         DECIMAL(9,3), -- visible_seconds
  engaged         DECIMAL(9,3), -- engaged_seconds
  scroll          DECIMAL(9,4), -- $prev_pageview_max_scroll_percentage, 0 to 1
  properties      JSON NOT NULL,
  -- Short properties once more, to find events by them: facts.ts.
  facts           VARCHAR,
  -- Number of the distinct_id: visitors.ts.
  visitor         INTEGER
);

-- How far each journal file has been loaded: in the transaction of its events, so that none is loaded twice.
CREATE TABLE IF NOT EXISTS journal (
  file   BIGINT PRIMARY KEY,
  loaded BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS pings (
  received        TIMESTAMP NOT NULL,
  ip_hash         VARCHAR NOT NULL,
  idempotency_key VARCHAR,
  instance_id     VARCHAR,
  body            JSON NOT NULL,
  -- Names of the fields that the documented report does not have; NULL where there are none.
  unknown         JSON
);
${VISITORS_SCHEMA}${DAYS_SCHEMA}`
