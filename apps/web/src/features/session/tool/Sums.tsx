/** "+6 −2". */
export function Sums(props: { added: number; removed: number }) {
  return (
    <span class="changes">
      <span class="changes-added">+{props.added.toLocaleString("en")}</span>{" "}
      <span class="changes-removed">−{props.removed.toLocaleString("en")}</span>
    </span>
  );
}
