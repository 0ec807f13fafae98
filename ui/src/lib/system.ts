/** Whether the command key, not Control, goes with shortcuts here. */
export const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);
