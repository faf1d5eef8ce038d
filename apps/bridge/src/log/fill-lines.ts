/**
 * Gives each bead that was worked on before lines were kept one that is empty, so that it is looked at from then on: to
 * find these among a hundred thousand turns takes half a second. After a repair it puts back what was lost.
 */
export const FILL_LINES = `
  INSERT OR IGNORE INTO bead_lines (project_id, bead_id, above)
  SELECT project_id, bead_id, '[]' FROM (
    SELECT project_id, bead_id FROM turn_usage
    UNION
    SELECT json_extract(record, '$.projectId'), json_extract(record, '$.beadId')
    FROM sessions WHERE json_valid(record)
  )
  WHERE project_id IS NOT NULL AND bead_id IS NOT NULL;
`;
