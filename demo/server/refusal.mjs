/** An answer that says no, in words for whoever asked. */
export class Refusal extends Error {
  constructor(statusCode, message) {
    super(message)
    this.statusCode = statusCode
  }
}
