import { DatabaseSync } from "node:sqlite";
import { assert as assertProperty, constantFrom, oneof, property, string, array } from "fast-check";
import { expect, it } from "vitest";
import { matchExpression, readQuery } from "./query.ts";

it.each([
  ["fix the parser", '"fix" AND "the" AND "parser"*'],
  ["fix parser ", '"fix" AND "parser"'],
  ['"exact words" oth', '"exact words" AND "oth"*'],
  ['"not closed', '"not closed"*'],
  ["src/log.ts", '"src log ts"*'],
  ["build -test", '("build") NOT ("test"*)'],
  ['a -"b c" -d e', '("a" AND "e") NOT ("b c" OR "d")'],
  ["-v1", '"v1"*'],
  ["--port now", '"port" AND "now"*'],
  ["x", '"x"'],
  ["AND OR NEAR(a b) NOT", '"and" AND "or" AND "near a" AND "b" AND "not"*'],
  ["title: * ^ (", '"title"'],
])("%j is read as %s", (typed, expression) => {
  const query = readQuery(typed);
  expect(query && matchExpression(query)).toBe(expression);
});

it.each(["", "   ", '"', "-", "()", "🚂"])("%j looks for nothing", (typed) => {
  expect(readQuery(typed)).toBeUndefined();
});

it("Whatever is typed, the index understands it", () => {
  const db = new DatabaseSync(":memory:");
  db.exec("CREATE VIRTUAL TABLE words USING fts5 (body, parts, tokenize = 'unicode61 remove_diacritics 0')");
  const find = db.prepare("SELECT rowid FROM words WHERE words MATCH ?");
  const syntax = constantFrom(
    '"',
    "'",
    "*",
    "^",
    "-",
    "(",
    ")",
    ":",
    "{",
    "}",
    "+",
    "AND",
    "OR",
    "NOT",
    "NEAR",
    " ",
    "a",
    "\0",
  );
  const typed = oneof(
    string({ unit: "binary" }),
    array(syntax).map((parts) => parts.join("")),
  );
  assertProperty(
    property(typed, (each) => {
      const query = readQuery(each);
      if (query !== undefined) find.all(matchExpression(query));
    }),
    { numRuns: 300 },
  );
});
