/** A request of the Agent Client Protocol that Switchyard does not offer to answer. */
export const unknownRequest = {
  line: '{"jsonrpc":"2.0","id":"from-the-future","method":"fs/read_text_file","params":{"path":"/etc/passwd"}}',
  id: "from-the-future",
};
