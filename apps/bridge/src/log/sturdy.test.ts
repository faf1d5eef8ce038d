import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { readLastLife } from "./life.ts";
import { everything, newSession, said, testLog, turnEnded, turnStarted } from "./test-log.ts";

it("A row that holds no chunk is read as a notice in its place, and the others as they are", async () => {
  await using test = await testLog();
  const session = newSession(test.log);
  const bodies = Array.from({ length: 100 }, (_, at) => said(`${at}`, `m${at}`));
  const whole = test.log.append(session, [turnStarted, ...bodies, turnEnded], 1);
  const log = await test.reopen();
  const db = new DatabaseSync(test.file);
  const damage = db.prepare("UPDATE chunks SET json = replace(json, ?, ?) WHERE json LIKE ?");
  damage.run('"content":"7"', '"content:"7"', '%"content":"7"%');
  damage.run('"seq":30,', '"seq":31,', '%"seq":30,%');
  damage.run("agent_message", "of_a_newer_version", '%"content":"50"%');
  db.exec("DELETE FROM chunks WHERE json LIKE '%\"seq\":90,%'");
  db.close();

  const read = log.read(session, 0, everything).map(({ json }): unknown => JSON.parse(json));
  expect(read).toEqual([...log.all(session)]);
  expect(log.page(session, { limit: 1_000 }).chunks).toEqual(read);
  const differing = whole.flatMap((chunk, at) =>
    JSON.stringify(chunk) === JSON.stringify(read[at]) ? [] : [at + 1],
  );
  expect([read.length, differing]).toEqual([102, [9, 30, 52, 90]]);
  for (const seq of [9, 30, 90]) {
    expect(read[seq - 1]).toMatchObject({
      sessionId: session,
      seq,
      type: "notice",
      code: "damaged",
      level: "error",
    });
  }
  expect(read[51]).toMatchObject({ type: "of_a_newer_version", content: "50" });
  expect(readLastLife(test.file)?.state).toBe("condemned");
});

it("What was found damaged while it ran is repaired at the next start", async () => {
  await using test = await testLog();
  const session = newSession(test.log);
  test.log.append(session, [turnStarted, said("a"), turnEnded], 1);
  const before = (await test.reopen()).session(session)?.logId;
  const db = new DatabaseSync(test.file);
  db.exec("UPDATE chunks SET json = 'x' WHERE type = 'agent_message'");
  db.close();
  const read = [...test.log.all(session)];
  const log = await test.reopen();
  log.flush();
  const chunks = [...log.all(session)];
  expect(chunks.map(({ type }) => type)).toEqual(["turn_started", "notice", "turn_ended", "notice"]);
  expect(chunks[1]).toMatchObject({ code: "damaged", content: read[1]?.content });
  expect(chunks[3]?.content).toContain("1 event of this session could not be read");
  expect(log.session(session)?.logId).not.toBe(before);
});
