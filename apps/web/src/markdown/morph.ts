/**
 * Makes `target` show what `next` holds, keeping every node that is still the same: a growing paragraph
 * keeps its selection, and text that only got longer is appended to.
 */
export function morphChildren(target: ParentNode & Node, next: Node): void {
  let old = target.firstChild;
  for (const fresh of [...next.childNodes]) {
    if (!old) {
      target.append(fresh);
      continue;
    }
    const following: ChildNode | null = old.nextSibling;
    if (!morphNode(old, fresh)) old.replaceWith(fresh);
    old = following;
  }
  while (old) {
    const following: ChildNode | null = old.nextSibling;
    old.remove();
    old = following;
  }
}

function morphNode(old: ChildNode, fresh: ChildNode): boolean {
  if (old instanceof Text && fresh instanceof Text) {
    growText(old, fresh.data);
    return true;
  }
  if (!(old instanceof Element) || !(fresh instanceof Element) || old.tagName !== fresh.tagName) return false;
  if (!sameAttributes(old, fresh)) return false;
  morphChildren(old, fresh);
  return true;
}

/** Sets a text node's text; where it only got longer, the rest is appended. */
export function growText(node: Text, text: string): void {
  if (node.data === text) return;
  if (text.length > node.length && text.startsWith(node.data)) node.appendData(text.slice(node.length));
  else node.data = text;
}

function sameAttributes(a: Element, b: Element): boolean {
  if (a.attributes.length !== b.attributes.length) return false;
  return [...a.attributes].every((attribute) => b.getAttribute(attribute.name) === attribute.value);
}
