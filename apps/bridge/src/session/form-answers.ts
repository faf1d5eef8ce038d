import { answerFault, type Answers, InvalidParamsError, type Question } from "@switchyard/core/protocol";

/**
 * What a form is answered with, by `questionId`: of one that takes several answers a list, of any other a text.
 * A key may be the question's own text, too.
 * @throws {InvalidParamsError} for an answer that its question does not take
 */
export function takeAnswers(questions: readonly Question[], given: Answers): Answers {
  const taken = new Map<string, string | string[]>();
  for (const [key, answer] of Object.entries(given)) {
    const question = questionOf(questions, key);
    if (question === undefined) throw new InvalidParamsError(["answers", key], "There is no such question.");
    const { questionId, kind } = question;
    if (taken.has(questionId))
      throw new InvalidParamsError(["answers", key], "This question is answered twice.");
    const values = [answer].flat().filter((value) => value !== "");
    if (values.length === 0) continue;
    taken.set(questionId, kind === "choices" || values.length > 1 ? values : values.join(""));
  }
  const answers = Object.fromEntries(taken);
  const fault = answerFault(questions, answers);
  if (fault !== null) throw new InvalidParamsError(["answers", fault.questionId], fault.message);
  return answers;
}

/** By its id, or by its text where no other has the same. */
function questionOf(questions: readonly Question[], key: string): Question | undefined {
  const named = questions.find(({ questionId }) => questionId === key);
  if (named !== undefined) return named;
  const [first, ...others] = questions.filter(({ question }) => question === key);
  return others.length === 0 ? first : undefined;
}

/** As one reads it. */
export function readAnswers(questions: readonly Question[], answers: Answers, note?: string): string {
  const lines = questions.flatMap(({ questionId, question, options }) => {
    const values = [Object.hasOwn(answers, questionId) ? (answers[questionId] ?? []) : []].flat();
    const words = values.map((value) => options.find((option) => option.value === value)?.label ?? value);
    return words.length === 0 ? [] : [`${question} ${words.join(", ")}`];
  });
  return [...lines, ...(note === undefined ? [] : [note])].join("\n");
}
