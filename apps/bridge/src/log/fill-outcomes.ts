/**
 * Adds to what turns took as whom they were had and whether they failed, and the turns that `FILL_USAGE` leaves
 * out because they never came to the agent. It follows that one, here and after a repair, and is bounded as it is.
 * Of sessions that were deleted before this was kept the persona stays unknown.
 */
export const FILL_OUTCOMES = `
  WITH whose AS MATERIALIZED (
    SELECT
      number,
      session_id,
      json_extract(record, '$.persona') AS persona,
      json_extract(record, '$.backendId') AS backend_id,
      json_extract(record, '$.projectId') AS project_id,
      json_extract(record, '$.beadId') AS bead_id
    FROM sessions WHERE json_valid(record)
  ), ends AS (
    SELECT
      id >> 32 AS number,
      json_extract(json, '$.turn') AS turn,
      date(json_extract(json, '$.at') / 1000, 'unixepoch', 'localtime') AS day,
      coalesce(CASE json_extract(json, '$.stopReason')
        WHEN 'error' THEN 1
        WHEN 'process_exit' THEN json_type(json, '$.error') = 'object'
      END, 0) AS has_failed
    FROM (
      SELECT id, CASE WHEN json_valid(json) THEN json ELSE '{}' END AS json FROM chunks INDEXED BY turns
      WHERE type IN ('turn_started', 'turn_ended') AND type = 'turn_ended'
    )
  )
  INSERT INTO turn_usage (session_id, turn, day, backend_id, project_id, bead_id,
    input_tokens, output_tokens, cost_usd, persona, has_failed, is_counted)
  SELECT session_id, turn, day, backend_id, project_id, bead_id, 0, 0, NULL, persona, has_failed, 0
  FROM ends JOIN whose ON whose.number = ends.number
  WHERE turn > 0 AND day IS NOT NULL AND backend_id IS NOT NULL
  ON CONFLICT (session_id, turn) DO UPDATE SET persona = excluded.persona, has_failed = excluded.has_failed;
`;
