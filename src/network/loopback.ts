/** Whether a URL names this machine literally: `localhost`, 127.0.0.0/8 or `[::1]`. */
export const isLoopback = ({ hostname }: URL): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
