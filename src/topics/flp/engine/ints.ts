/** A list of whole numbers that grows, and ends as a typed array without a long pause. */
export class Ints {
  #numbers = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(number: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Int32Array(2 * this.#length);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length] = number;
    this.#length += 1;
  }

  /** A copy of its own size. */
  toArray(): Int32Array {
    return this.#numbers.slice(0, this.#length);
  }
}
