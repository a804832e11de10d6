/** The app alone: what it takes is subtracted from everybody. */
export const start = () => {}
