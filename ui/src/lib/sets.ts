/** A set of values that never changes: state holds a new one instead. */
export function setOf<Value>(...values: Iterable<Value>[]): ReadonlySet<Value> {
  return new Set(values.flatMap((each) => [...each]));
}

/** The set with the value, or without it where it was in it. */
export function toggled<Value>(values: ReadonlySet<Value>, value: Value): ReadonlySet<Value> {
  const next = new Set(values);
  if (!next.delete(value)) next.add(value);
  return next;
}

/** Values by what names each, in a map that never changes. */
export function mapOf<Key, Value>(values: Iterable<Value>, key: (value: Value) => Key): ReadonlyMap<Key, Value> {
  return new Map([...values].map((value) => [key(value), value]));
}
