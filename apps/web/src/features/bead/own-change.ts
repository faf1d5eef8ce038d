import { createContext } from "solid-js";

/** Whether what changes below is changed by the user, here: that stands out to nobody. */
export const OwnChange = createContext<() => boolean>(() => false);
