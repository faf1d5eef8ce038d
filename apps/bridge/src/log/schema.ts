import { FILL_LINES } from "./fill-lines.ts";
import { FILL_OUTCOMES } from "./fill-outcomes.ts";
import { FILL_USAGE } from "./fill-usage.ts";

/**
 * The steps from an empty file to the present schema, in order; `user_version` counts those done. A step
 * that was ever released never changes: what is wrong with it, a later one mends.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE sessions (
    number     INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL UNIQUE,
    record     TEXT NOT NULL
  );

  -- id = number of the session * 2^32 + seq: one tree in which a session's chunks lie side by side.
  -- head is the seq of the first chunk of the item; json is the whole chunk as it goes over the wire.
  CREATE TABLE chunks (
    id   INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    head INTEGER NOT NULL,
    json TEXT NOT NULL
  );
  CREATE INDEX turns ON chunks (id) WHERE type IN ('turn_started', 'turn_ended');

  CREATE TABLE blobs (
    number     INTEGER PRIMARY KEY,
    blob_id    TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL,
    bytes      INTEGER NOT NULL
  );
  CREATE INDEX blobs_by_session ON blobs (session_id);

  -- A long text in parts of one size, so that reading from an offset touches only what it needs.
  CREATE TABLE blob_parts (
    blob_id TEXT NOT NULL,
    part    INTEGER NOT NULL,
    data    BLOB NOT NULL,
    UNIQUE (blob_id, part)
  );

  CREATE TABLE queued_messages (
    session_id TEXT NOT NULL,
    position   INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    message    TEXT NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (session_id, position)
  );

  CREATE TABLE taken_messages (
    session_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    PRIMARY KEY (session_id, message_id)
  ) WITHOUT ROWID;

  CREATE TABLE trusted_folders (
    folder TEXT NOT NULL,
    hash   TEXT NOT NULL,
    PRIMARY KEY (folder, hash)
  ) WITHOUT ROWID;

  CREATE TABLE rules (
    session_id TEXT NOT NULL,
    key        TEXT NOT NULL,
    PRIMARY KEY (session_id, key)
  ) WITHOUT ROWID;

  CREATE TABLE processes (
    marker     TEXT PRIMARY KEY,
    session_id TEXT NOT NULL,
    pid        INTEGER NOT NULL,
    start_time INTEGER,
    boot_id    TEXT
  ) WITHOUT ROWID;
  `,
  `
  -- What is known of programs; program is backend, path and time of change.
  CREATE TABLE programs (
    program TEXT PRIMARY KEY,
    facts   TEXT NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  -- The one life that the file is in; the file of the life beside this one names the same.
  CREATE TABLE life (id TEXT NOT NULL);

  -- A process is written down before it is started: then it has no pid yet.
  ALTER TABLE processes RENAME TO started_processes;
  CREATE TABLE processes (
    marker     TEXT PRIMARY KEY,
    session_id TEXT NOT NULL,
    pid        INTEGER,
    start_time INTEGER,
    boot_id    TEXT
  ) WITHOUT ROWID;
  INSERT INTO processes SELECT * FROM started_processes;
  DROP TABLE started_processes;
  `,
  `
  -- Sessions of which rows may be left, and the one with the highest number, which none gets again.
  CREATE TABLE deleted_sessions (
    number     INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL,
    is_empty   INTEGER NOT NULL DEFAULT 0
  );
  `,
  `
  -- A standing rule may go by several keys: the exact call, and the program's own rules that cover it.
  ALTER TABLE rules ADD COLUMN rule_id TEXT;
  ALTER TABLE rules ADD COLUMN label TEXT;
  ALTER TABLE rules ADD COLUMN detail TEXT;
  ALTER TABLE rules ADD COLUMN at INTEGER;

  -- What each turn took; it outlives its session, since what was spent stays spent.
  CREATE TABLE turn_usage (
    session_id    TEXT NOT NULL,
    turn          INTEGER NOT NULL,
    day           TEXT NOT NULL,
    backend_id    TEXT NOT NULL,
    project_id    TEXT,
    bead_id       TEXT,
    input_tokens  INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cost_usd      REAL,
    PRIMARY KEY (session_id, turn)
  ) WITHOUT ROWID;
  CREATE INDEX turn_usage_by_day ON turn_usage (day);
  CREATE INDEX turn_usage_by_bead ON turn_usage (bead_id) WHERE bead_id IS NOT NULL;

  CREATE TABLE bead_budgets (
    project_id TEXT NOT NULL,
    bead_id    TEXT NOT NULL,
    limit_usd  REAL NOT NULL,
    PRIMARY KEY (project_id, bead_id)
  ) WITHOUT ROWID;

  -- Its bytes are a blob, as base64; session_id is null until a message has named it.
  CREATE TABLE attachments (
    blob_id    TEXT PRIMARY KEY,
    session_id TEXT,
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes      INTEGER NOT NULL,
    added_at   INTEGER NOT NULL
  ) WITHOUT ROWID;
  ALTER TABLE queued_messages ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';
  `,
  FILL_USAGE,
  `
  -- As whom each turn was had, and how it went; one that is not counted never came to the agent.
  ALTER TABLE turn_usage ADD COLUMN persona TEXT;
  ALTER TABLE turn_usage ADD COLUMN has_failed INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE turn_usage ADD COLUMN is_counted INTEGER NOT NULL DEFAULT 1;
  ${FILL_OUTCOMES}
  `,
  `
  -- Which beads stand above one that sessions worked on: JSON, the nearest first.
  CREATE TABLE bead_lines (
    project_id TEXT NOT NULL,
    bead_id    TEXT NOT NULL,
    above      TEXT NOT NULL,
    PRIMARY KEY (project_id, bead_id)
  ) WITHOUT ROWID;
  `,
  `
  -- The working trees that were made for sessions and not cleared away; each outlives its session.
  CREATE TABLE worktrees (
    number      INTEGER PRIMARY KEY,
    worktree_id TEXT NOT NULL UNIQUE,
    record      TEXT NOT NULL
  );
  `,
  `
  -- All that is asked of a bead while a turn ends.
  DROP INDEX turn_usage_by_bead;
  CREATE INDEX turn_usage_by_bead ON turn_usage (bead_id, project_id, is_counted, cost_usd)
    WHERE bead_id IS NOT NULL;
  ${FILL_LINES}
  `,
];
