/** The viewer's building blocks, exported by name. Style: tokens.css (colours, sizes), ui.css (parts). */
export { Button, type ButtonKind, IconButton, LinkButton } from "./button.tsx";
export { Dialog, Question } from "./dialog.tsx";
export {
  Checkbox,
  Field,
  PasswordField,
  Radio,
  Segmented,
  Select,
  TextArea,
  TextField,
} from "./field.tsx";
export { ChoiceField, DayField, FilterFold, KindButtons } from "./filter-parts.tsx";
export { Menu } from "./menu.tsx";
export { Spinner } from "./spinner.tsx";
export {
  Badge,
  type DotPhase,
  EmptyState,
  Notice,
  ProblemNotice,
  StatusDot,
  Waiting,
} from "./state.tsx";
export { type TabItem, Tabs } from "./tabs.tsx";
export { ToastProvider, useToast } from "./toast.tsx";
