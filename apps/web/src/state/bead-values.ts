/** Whether two values of a field say the same: none, null and an empty one do. */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (isEmpty(one) || isEmpty(other)) return isEmpty(one) && isEmpty(other);
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a field holds nothing. */
export function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}
