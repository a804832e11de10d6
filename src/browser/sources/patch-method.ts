/**
 * Calls `after` behind every call of a method, as a good citizen: patches made before keep being called, patches made
 * later keep working when this one is undone. It is taken out only if it is on top; below another patch it becomes a
 * plain pass-through.
 */
export function patchMethod<Name extends string>(
  target: Record<Name, (...args: never[]) => unknown>,
  name: Name,
  after: () => void,
): () => void {
  const own = Object.hasOwn(target, name)
  const original = target[name]
  let active = true
  const patched = function (this: unknown, ...args: never[]) {
    const result = original.apply(this, args)
    if (active) after()
    return result
  }
  target[name] = patched
  return () => {
    active = false
    if (target[name] !== patched) return
    target[name] = original
    // What the prototype has needs no copy here.
    if (!own) Reflect.deleteProperty(target, name)
  }
}
