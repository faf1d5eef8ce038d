/**
 * Fills the table of what turns took from the ends of turns in the log, as `countedOf` counts them. It is done
 * once, in the step that follows the making of the table and before anything listens: in a second of a million
 * chunks, and with no state of its own that could be left half done. After a repair it puts back what was lost.
 */
export const FILL_USAGE = `
  INSERT OR IGNORE INTO turn_usage (session_id, turn, day, backend_id, project_id, bead_id,
    input_tokens, output_tokens, cost_usd)
  SELECT session_id, turn, day, backend_id, project_id, bead_id, input_tokens, output_tokens, cost_usd FROM (
    SELECT
      sessions.session_id AS session_id,
      json_extract(ends.json, '$.turn') AS turn,
      date(json_extract(ends.json, '$.at') / 1000, 'unixepoch', 'localtime') AS day,
      json_extract(sessions.record, '$.backendId') AS backend_id,
      json_extract(sessions.record, '$.projectId') AS project_id,
      json_extract(sessions.record, '$.beadId') AS bead_id,
      coalesce(json_extract(ends.json, '$.usage.inputTokens'), 0) AS input_tokens,
      coalesce(json_extract(ends.json, '$.usage.outputTokens'), 0) AS output_tokens,
      json_extract(ends.json, '$.usage.costUsd') AS cost_usd,
      json_type(ends.json, '$.usage') = 'object' AS is_told,
      coalesce(json_extract(ends.json, '$.error.code'), '') AS error
    FROM (
      SELECT id, CASE WHEN json_valid(json) THEN json ELSE '{}' END AS json FROM chunks INDEXED BY turns
      WHERE type IN ('turn_started', 'turn_ended') AND type = 'turn_ended'
    ) AS ends
    JOIN (
      SELECT number, session_id, CASE WHEN json_valid(record) THEN record ELSE '{}' END AS record FROM sessions
    ) AS sessions ON sessions.number = ends.id >> 32
  )
  WHERE turn > 0 AND day IS NOT NULL AND backend_id IS NOT NULL AND (is_told OR error NOT IN (
    'BACKEND_UNAVAILABLE', 'CLI_NOT_FOUND', 'CLI_NOT_LOGGED_IN', 'FOLDER_NOT_FOUND', 'FOLDER_NOT_TRUSTED',
    'STORAGE_FAILED'
  ));
`;
