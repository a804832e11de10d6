/** It has no types. */
declare module 'vue-matomo' {
  const whole: unknown
  export default whole
}
