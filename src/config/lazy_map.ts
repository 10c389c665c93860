// A map whose values are made when they are asked for, so that ten thousand profiles cost little where one is wanted.
// Rule: what is asked for by its key is kept, since many profiles have one source; what is only gone through is not,
// since keeping it would take longer than making it.

type Keys = ReadonlySet<string> | ReadonlyMap<string, unknown>;

/** `make` gives equal values for the same key each time; never undefined. */
export class LazyMap<Value extends object> implements ReadonlyMap<string, Value> {
  readonly #keys: Keys;
  readonly #make: (key: string) => Value;
  readonly #kept = new Map<string, Value>();

  constructor(keys: Keys, make: (key: string) => Value) {
    this.#keys = keys;
    this.#make = make;
  }

  get size(): number {
    return this.#keys.size;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  get(key: string): Value | undefined {
    const kept = this.#kept.get(key);
    if (kept !== undefined || !this.#keys.has(key)) return kept;
    const value = this.#make(key);
    this.#kept.set(key, value);
    return value;
  }

  keys(): MapIterator<string> | SetIterator<string> {
    return this.#keys.keys();
  }

  *values(): Generator<Value, undefined> {
    for (const key of this.#keys.keys()) yield this.#kept.get(key) ?? this.#make(key);
  }

  *entries(): Generator<[string, Value], undefined> {
    for (const key of this.#keys.keys()) yield [key, this.#kept.get(key) ?? this.#make(key)];
  }

  [Symbol.iterator](): Generator<[string, Value], undefined> {
    return this.entries();
  }

  forEach(call: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this.entries()) call(value, key, this);
  }
}
