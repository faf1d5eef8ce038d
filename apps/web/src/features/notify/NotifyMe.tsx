import { useNavigate } from "@solidjs/router";
import { areNoticesOn, noticePermission, turnNoticesOn } from "../../state/notices.ts";
import { Button } from "../../ui/Button.tsx";
import { BellIcon, BellOffIcon } from "../../ui/icons.ts";
import { toast } from "../../ui/toast.ts";
import { notifyWords as words } from "../../words/notify-words.ts";

/** Asks the browser, once, when it is pressed; after that it leads to what is told. */
export function NotifyMe() {
  const navigate = useNavigate();
  const isBlocked = () => noticePermission() === "denied" || noticePermission() === "none";
  const label = () => {
    if (isBlocked()) return words.blocked;
    return areNoticesOn() ? words.on : words.button;
  };
  const press = async () => {
    if (areNoticesOn() || isBlocked()) return navigate("/settings/notifications");
    const permission = await turnNoticesOn();
    if (permission === "denied") return navigate("/settings/notifications");
    toast(permission === "granted" ? words.turnedOn : words.notAllowed);
  };
  return (
    <Button
      class="notify-me"
      variant="ghost"
      icon={isBlocked() ? BellOffIcon : BellIcon}
      title={areNoticesOn() || isBlocked() ? words.toSettings : words.buttonTitle}
      onClick={() => void press()}
    >
      <span class="notify-me-text">{label()}</span>
    </Button>
  );
}
