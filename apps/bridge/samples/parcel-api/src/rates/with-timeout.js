/** A carrier that did not answer in time. */
export class CarrierTimeout extends Error {
  constructor(ms) {
    super(`The carrier did not answer within ${ms} ms.`);
    this.name = "CarrierTimeout";
  }
}

/**
 * The answer of a carrier, unless it takes too long.
 * @template T
 * @param {Promise<T>} answer
 * @param {number} ms
 * @returns {Promise<T>}
 */
export async function withTimeout(answer, ms) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new CarrierTimeout(ms)), ms);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
