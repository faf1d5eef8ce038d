/** Ends the task: what the browser has to do meanwhile, such as taking a key and painting, goes first. */
export function otherTasks(): Promise<void> {
  return new Promise((resolve) => {
    // A timer would wait a second, and later a minute, in a page that is not seen.
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
