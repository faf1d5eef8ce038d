import type { IconComponent } from "./Icon.tsx";
import AccessibilityIcon from "lucide-solid/icons/accessibility";
import AppWindowIcon from "lucide-solid/icons/app-window";
import BinaryIcon from "lucide-solid/icons/binary";
import BlocksIcon from "lucide-solid/icons/blocks";
import BookOpenIcon from "lucide-solid/icons/book-open";
import BotIcon from "lucide-solid/icons/bot";
import BrainIcon from "lucide-solid/icons/brain";
import BriefcaseIcon from "lucide-solid/icons/briefcase";
import BugIcon from "lucide-solid/icons/bug";
import ChartLineIcon from "lucide-solid/icons/chart-line";
import CloudIcon from "lucide-solid/icons/cloud";
import CogIcon from "lucide-solid/icons/cog";
import ContainerIcon from "lucide-solid/icons/container";
import CpuIcon from "lucide-solid/icons/cpu";
import DatabaseIcon from "lucide-solid/icons/database";
import DraftingCompassIcon from "lucide-solid/icons/drafting-compass";
import EyeIcon from "lucide-solid/icons/eye";
import FeatherIcon from "lucide-solid/icons/feather";
import FileTextIcon from "lucide-solid/icons/file-text";
import Gamepad2Icon from "lucide-solid/icons/gamepad-2";
import GaugeIcon from "lucide-solid/icons/gauge";
import GitBranchIcon from "lucide-solid/icons/git-branch";
import GitMergeIcon from "lucide-solid/icons/git-merge";
import GlobeIcon from "lucide-solid/icons/globe";
import GraduationCapIcon from "lucide-solid/icons/graduation-cap";
import HammerIcon from "lucide-solid/icons/hammer";
import HandshakeIcon from "lucide-solid/icons/handshake";
import HeartIcon from "lucide-solid/icons/heart";
import KeyIcon from "lucide-solid/icons/key";
import LandmarkIcon from "lucide-solid/icons/landmark";
import LanguagesIcon from "lucide-solid/icons/languages";
import LayersIcon from "lucide-solid/icons/layers";
import LayoutDashboardIcon from "lucide-solid/icons/layout-dashboard";
import LightbulbIcon from "lucide-solid/icons/lightbulb";
import ListChecksIcon from "lucide-solid/icons/list-checks";
import ListTreeIcon from "lucide-solid/icons/list-tree";
import LockIcon from "lucide-solid/icons/lock";
import MapIcon from "lucide-solid/icons/map";
import MegaphoneIcon from "lucide-solid/icons/megaphone";
import MessageCircleIcon from "lucide-solid/icons/message-circle";
import MicroscopeIcon from "lucide-solid/icons/microscope";
import MonitorIcon from "lucide-solid/icons/monitor";
import NetworkIcon from "lucide-solid/icons/network";
import PackageIcon from "lucide-solid/icons/package";
import PaletteIcon from "lucide-solid/icons/palette";
import PenToolIcon from "lucide-solid/icons/pen-tool";
import PencilIcon from "lucide-solid/icons/pencil";
import RocketIcon from "lucide-solid/icons/rocket";
import RulerIcon from "lucide-solid/icons/ruler";
import ScaleIcon from "lucide-solid/icons/scale";
import ScanSearchIcon from "lucide-solid/icons/scan-search";
import SearchIcon from "lucide-solid/icons/search";
import ServerIcon from "lucide-solid/icons/server";
import SettingsIcon from "lucide-solid/icons/settings";
import ShieldIcon from "lucide-solid/icons/shield";
import ShieldCheckIcon from "lucide-solid/icons/shield-check";
import SmartphoneIcon from "lucide-solid/icons/smartphone";
import SparklesIcon from "lucide-solid/icons/sparkles";
import SplitIcon from "lucide-solid/icons/split";
import SquareTerminalIcon from "lucide-solid/icons/square-terminal";
import TargetIcon from "lucide-solid/icons/target";
import TelescopeIcon from "lucide-solid/icons/telescope";
import TestTubeIcon from "lucide-solid/icons/test-tube";
import UsersRoundIcon from "lucide-solid/icons/users-round";
import WandSparklesIcon from "lucide-solid/icons/wand-sparkles";
import WorkflowIcon from "lucide-solid/icons/workflow";
import WrenchIcon from "lucide-solid/icons/wrench";
import ZapIcon from "lucide-solid/icons/zap";

/** More of the icons that personas name, by lucide's names: a chunk of its own, read when one of them is shown. */
export const morePersonaIcons: ReadonlyMap<string, IconComponent> = new Map([
  ["accessibility", AccessibilityIcon],
  ["app-window", AppWindowIcon],
  ["binary", BinaryIcon],
  ["blocks", BlocksIcon],
  ["book-open", BookOpenIcon],
  ["bot", BotIcon],
  ["brain", BrainIcon],
  ["briefcase", BriefcaseIcon],
  ["bug", BugIcon],
  ["chart-line", ChartLineIcon],
  ["cloud", CloudIcon],
  ["cog", CogIcon],
  ["container", ContainerIcon],
  ["cpu", CpuIcon],
  ["database", DatabaseIcon],
  ["drafting-compass", DraftingCompassIcon],
  ["eye", EyeIcon],
  ["feather", FeatherIcon],
  ["file-text", FileTextIcon],
  ["gamepad-2", Gamepad2Icon],
  ["gauge", GaugeIcon],
  ["git-branch", GitBranchIcon],
  ["git-merge", GitMergeIcon],
  ["globe", GlobeIcon],
  ["graduation-cap", GraduationCapIcon],
  ["hammer", HammerIcon],
  ["handshake", HandshakeIcon],
  ["heart", HeartIcon],
  ["key", KeyIcon],
  ["landmark", LandmarkIcon],
  ["languages", LanguagesIcon],
  ["layers", LayersIcon],
  ["layout-dashboard", LayoutDashboardIcon],
  ["lightbulb", LightbulbIcon],
  ["list-checks", ListChecksIcon],
  ["list-tree", ListTreeIcon],
  ["lock", LockIcon],
  ["map", MapIcon],
  ["megaphone", MegaphoneIcon],
  ["message-circle", MessageCircleIcon],
  ["microscope", MicroscopeIcon],
  ["monitor", MonitorIcon],
  ["network", NetworkIcon],
  ["package", PackageIcon],
  ["palette", PaletteIcon],
  ["pen-tool", PenToolIcon],
  ["pencil", PencilIcon],
  ["rocket", RocketIcon],
  ["ruler", RulerIcon],
  ["scale", ScaleIcon],
  ["scan-search", ScanSearchIcon],
  ["search", SearchIcon],
  ["server", ServerIcon],
  ["settings", SettingsIcon],
  ["shield", ShieldIcon],
  ["shield-check", ShieldCheckIcon],
  ["smartphone", SmartphoneIcon],
  ["sparkles", SparklesIcon],
  ["split", SplitIcon],
  ["square-terminal", SquareTerminalIcon],
  ["target", TargetIcon],
  ["telescope", TelescopeIcon],
  ["test-tube", TestTubeIcon],
  ["users-round", UsersRoundIcon],
  ["wand-sparkles", WandSparklesIcon],
  ["workflow", WorkflowIcon],
  ["wrench", WrenchIcon],
  ["zap", ZapIcon],
]);
