// A map whose values are made when they are asked for, so that ten thousand profiles cost little where one is wanted.
// Rule: the same key gives the same value each time. Pure: imports nothing.

/** `make` is called once for each of the keys that is asked for; it returns no undefined. */
export class LazyMap<Value extends object> implements ReadonlyMap<string, Value> {
  readonly #keys: ReadonlySet<string>;
  readonly #make: (key: string) => Value;
  readonly #made = new Map<string, Value>();

  constructor(keys: ReadonlySet<string>, make: (key: string) => Value) {
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
    const known = this.#made.get(key);
    if (known !== undefined || !this.#keys.has(key)) return known;
    const value = this.#make(key);
    this.#made.set(key, value);
    return value;
  }

  keys(): SetIterator<string> {
    return this.#keys.keys();
  }

  *values(): Generator<Value, undefined> {
    for (const key of this.#keys) yield this.get(key)!;
  }

  *entries(): Generator<[string, Value], undefined> {
    for (const key of this.#keys) yield [key, this.get(key)!];
  }

  [Symbol.iterator](): Generator<[string, Value], undefined> {
    return this.entries();
  }

  forEach(call: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this.entries()) call(value, key, this);
  }
}
