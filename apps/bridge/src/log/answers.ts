import type { DatabaseSync } from "node:sqlite";
import { PermissionResolver, type RequestId } from "@switchyard/core/protocol";
import { z } from "zod";
import { idsOf } from "./chunk-id.ts";
import { text } from "./row.ts";

/** Who resolved a request or a form of a session, by its number; undefined: nothing that is stored tells. */
export type AnsweredBy = (number: number, requestId: RequestId) => PermissionResolver | undefined;

export function makeAnsweredBy(db: DatabaseSync): AnsweredBy {
  const find = db.prepare(
    `SELECT json FROM chunks WHERE id BETWEEN ? AND ? AND type IN ('permission_resolved', 'question_resolved')
     AND instr(json, ?) > 0 ORDER BY id DESC LIMIT 1`,
  );
  return (number, requestId) => {
    const row = find.get(...idsOf(number), `"requestId":${JSON.stringify(requestId)}`);
    return row === undefined ? undefined : Resolved.parse(JSON.parse(text(row, "json"))).by;
  };
}

const Resolved = z.object({ by: PermissionResolver });
