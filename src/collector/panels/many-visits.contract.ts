import type { Archive } from '../archive/types.js'

/**
 * Millions of events in minutes: visits of 1, 2, 3, 5, 8 and 13 views in turn, spread evenly over the time, stored in the order in
 * which they arrived. One event in a hundred arrives up to a day late; 200 events a visitor.
 */
export async function insertManyVisits(
  archive: Pick<Archive, 'all'>,
  { events, from, to }: { readonly events: number; readonly from: string; readonly to: string },
): Promise<void> {
  const views = Math.ceil(events / 2)
  // A statement holds a million views: more would be sorted on disk.
  const slice = 1_000_000 - (1_000_000 % VIEWS_OF_SIX_SESSIONS)
  for (let first = 0; first < views; first += slice)
    await archive.all(INSERT, [from, to, views, first, Math.min(first + slice, views)])
  await archive.all('INSERT INTO visitors SELECT DISTINCT visitor, distinct_id FROM events')
}

const VIEWS_OF_SIX_SESSIONS = 1 + 2 + 3 + 5 + 8 + 13

const INSERT = `
INSERT INTO events BY NAME
WITH lengths(nth, length, before) AS (VALUES (0, 1, 0), (1, 2, 1), (2, 3, 3), (3, 5, 6), (4, 8, 11), (5, 13, 19)),
views AS (
  SELECT v, (v // 32) * 6 + nth AS session, (v % 32 - before + 1)::INTEGER AS number, length
  FROM range($4::BIGINT, $5::BIGINT) t(v) JOIN lengths ON v % 32 >= before AND v % 32 < before + length
),
chances AS (
  SELECT *, hash(session, 1) AS s, hash(v, 2) AS h,
    $1::TIMESTAMP + to_microseconds(
      ((epoch_us($2::TIMESTAMP) - epoch_us($1::TIMESTAMP)) // ($3::BIGINT * 6 // 32 + 6)) * session
    ) AS begin,
    floor(pow((hash(v, 2) % 10007) / 10007.0, 3) * 60)::INTEGER AS page,
    floor(pow((hash(v - 1, 2) % 10007) / 10007.0, 3) * 60)::INTEGER AS page_before,
    floor(pow((hash(v + 1, 2) % 10007) / 10007.0, 3) * 60)::INTEGER AS page_after
  FROM views
),
events_of_views AS (SELECT *, unnest(['$pageview', '$pageleave']) AS event FROM chances),
columns AS (
  SELECT
    ['phc_web', 'phc_docs', 'phc_admin'][1 + (s % 3)::INTEGER] AS token,
    (md5(event || v))::UUID AS uuid, event,
    begin + to_milliseconds(((number - 1 + (event = '$pageleave')::INTEGER) * 45000)::BIGINT) AS "timestamp",
    "timestamp" + to_milliseconds(
      (CASE WHEN hash(v, event) % 100 = 0 THEN hash(v, 3) % 86400000 ELSE hash(v, 4) % 3000 END)::BIGINT
    ) AS received_at,
    "timestamp" AS sent_at,
    (s % greatest(1, $3::BIGINT // 100))::INTEGER AS visitor, md5('person' || visitor)::UUID::VARCHAR AS distinct_id,
    md5('session' || session)::UUID::VARCHAR AS session_id,
    md5('window' || session)::UUID::VARCHAR AS window_id,
    md5('view' || v)::UUID::VARCHAR AS view_id,
    number AS view_number,
    'app.example' AS host,
    '/page-' || page || '/' || h % 1000 AS pathname,
    '/page-' || page || '/:id' AS route,
    'Page ' || page AS title,
    CASE WHEN event = '$pageview' AND number > 1 THEN '/page-' || page_before || '/' || hash(v - 1, 2) % 1000 END AS "from",
    CASE WHEN event = '$pageleave' AND number < length THEN '/page-' || page_after || '/' || hash(v + 1, 2) % 1000 END AS "to",
    CASE WHEN event = '$pageview' THEN CASE WHEN number = 1 THEN 'load' ELSE 'push' END END AS navigation_type,
    CASE WHEN event = '$pageleave' THEN
      CASE WHEN number < length THEN 'navigation' WHEN h % 20 = 0 THEN 'recovered' ELSE 'pagehide' END
    END AS leave_reason,
    '$direct' AS referring_domain,
    CASE WHEN event = '$pageleave' THEN 45.0 END AS duration,
    CASE WHEN event = '$pageleave' THEN (h % 45000) / 1000.0 END AS visible,
    CASE WHEN event = '$pageleave' THEN (h % 30000) / 1000.0 END AS engaged,
    CASE WHEN event = '$pageleave' THEN (h % 1001) / 1000.0 END AS scroll,
    ['free', 'team', 'enterprise'][1 + (s // 3 % 3)::INTEGER] AS plan,
    ['en', 'de', 'es'][1 + (s // 9 % 3)::INTEGER] AS language
  FROM events_of_views
  -- One view in a hundred is lost.
  WHERE NOT (event = '$pageview' AND hash(v, 5) % 100 = 0)
)
SELECT * EXCLUDE (plan, language), json_object(
  '$session_id', session_id, '$window_id', window_id, '$pageview_id', view_id, 'view_number', view_number,
  '$host', host, '$pathname', pathname, '$current_url', 'https://app.example' || pathname,
  'route_pattern', route, 'title', title, 'from', "from", 'to', "to",
  'navigation_type', navigation_type, 'leave_reason', leave_reason, '$lib', 'waypost', '$lib_version', '0.1.0',
  'plan', plan, '$browser_language', language,
  '$prev_pageview_duration', duration, 'visible_seconds', visible, 'engaged_seconds', engaged,
  '$prev_pageview_max_scroll_percentage', scroll
) AS properties,
concat(
  chr(30), '$lib', chr(31), 'waypost', chr(30), '$lib_version', chr(31), '0.1.0', chr(30),
  'plan', chr(31), plan, chr(30), '$browser_language', chr(31), language, chr(30)
) AS facts
FROM columns ORDER BY received_at`
