// A map whose values are made when they are asked for, so that ten thousand profiles cost little where one is wanted.
// Rule: the same key gives an equal value each time, made anew: nothing is kept. Pure: imports nothing.

export class LazyMap<Value> implements ReadonlyMap<string, Value> {
  readonly #keys: ReadonlySet<string>;
  readonly #make: (key: string) => Value;

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
    return this.#keys.has(key) ? this.#make(key) : undefined;
  }

  keys(): SetIterator<string> {
    return this.#keys.keys();
  }

  *values(): Generator<Value, undefined> {
    for (const key of this.#keys) yield this.#make(key);
  }

  *entries(): Generator<[string, Value], undefined> {
    for (const key of this.#keys) yield [key, this.#make(key)];
  }

  [Symbol.iterator](): Generator<[string, Value], undefined> {
    return this.entries();
  }

  forEach(call: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this.entries()) call(value, key, this);
  }
}
