import type { ComponentChildren } from 'preact';

interface Props {
  icon: ComponentChildren;
  title: string;
  detail: string;
  children?: ComponentChildren;
}

export function ViewHeader({ icon, title, detail, children }: Props) {
  return (
    <header class="view-header">
      <span class="view-icon">{icon}</span>
      <div class="view-title">
        <h1>{title}</h1>
        <p>{detail}</p>
      </div>
      {children}
    </header>
  );
}
