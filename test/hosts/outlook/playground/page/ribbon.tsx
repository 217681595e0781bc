import { useEffect, useRef, useState } from 'preact/hooks';
import { type HostMailbox } from '../../host/mailbox';
import { Icon } from './icons';
import { label } from './labels';
import { isMenu, type CommandControl, type MenuControl, type RibbonGroup } from './manifest';
import { type Outlook } from './outlook';

interface OwnCommand {
  readonly name:
    'newMail' | 'newMeeting' | 'reply' | 'replyAll' | 'forward' | 'remove' | 'newCategory' | 'send' | 'discard';
  readonly isMain?: boolean;
  run(): unknown;
}

/** Outlook's own commands for what is open, then the add-in's as its manifest gives them. */
export function Ribbon({ outlook }: { readonly outlook: Outlook }) {
  const { current, manifest } = outlook.state;
  const isMeeting = current?.item.mode === 'AppointmentCompose';
  // The add-in has no surface for organizers of meetings.
  const groups = !current || isMeeting ? [] : current.kind === 'compose' ? manifest.compose : manifest.read;
  return (
    <div class="ribbon" role="toolbar" aria-label={label('commands')}>
      <div class="group">
        {ownCommands(outlook).map((command) => (
          <OwnButton key={command.name} command={command} />
        ))}
      </div>
      {groups.map((group) => (
        <Group key={group.id} group={group} outlook={outlook} />
      ))}
    </div>
  );
}

function ownCommands(outlook: Outlook): readonly OwnCommand[] {
  const newMail: OwnCommand = { name: 'newMail', isMain: true, run: () => outlook.compose() };
  const newMeeting: OwnCommand = { name: 'newMeeting', run: () => outlook.newMeeting() };
  const { current } = outlook.state;
  if (current === undefined) return [newMail, newMeeting];
  if (current.kind === 'compose') {
    return [
      { name: 'send', isMain: true, run: () => outlook.send() },
      { name: 'discard', run: () => outlook.discard() },
    ];
  }
  return [
    newMail,
    { name: 'reply', run: () => outlook.reply('reply') },
    { name: 'replyAll', run: () => outlook.reply('replyAll') },
    { name: 'forward', run: () => outlook.reply('forward') },
    { name: 'remove', run: () => outlook.remove() },
    { name: 'newCategory', run: () => addCategory(outlook.host.mailbox) },
  ];
}

/** What the user does in Outlook's own settings. */
function addCategory(mailbox: HostMailbox): void {
  const displayName = window.prompt(label('categoryName'))?.trim() ?? '';
  const others = mailbox.masterCategories.filter((one) => one.displayName !== displayName);
  if (displayName !== '') mailbox.masterCategories = [...others, { displayName, color: 'None' }];
}

function OwnButton({ command }: { readonly command: OwnCommand }) {
  return (
    <button
      type="button"
      class={command.isMain ? 'command main' : 'command'}
      data-own-command={command.name}
      onClick={() => void command.run()}
    >
      <Icon name={command.name} />
      {label(command.name)}
    </button>
  );
}

function Group({ group, outlook }: { readonly group: RibbonGroup; readonly outlook: Outlook }) {
  return (
    <div class="group" role="group" aria-label={group.label}>
      {group.controls.map((control) =>
        isMenu(control) ? (
          <Menu key={control.id} menu={control} outlook={outlook} />
        ) : (
          <ControlButton key={control.id} control={control} outlook={outlook} />
        ),
      )}
    </div>
  );
}

function AddinIcon({ url }: { readonly url: string | undefined }) {
  return url === undefined ? null : <img class="icon" src={url} alt="" width="20" height="20" />;
}

function ControlButton({ control, outlook }: { readonly control: CommandControl; readonly outlook: Outlook }) {
  const isPressed = outlook.state.pane?.control.id === control.id;
  return (
    <button
      type="button"
      class="command"
      data-control={control.id}
      title={control.tip}
      {...(control.action.kind === 'pane' ? { 'aria-pressed': isPressed } : {})}
      onClick={() => void outlook.runControl(control)}
    >
      <AddinIcon url={control.icon} />
      {control.label}
    </button>
  );
}

function Menu({ menu, outlook }: { readonly menu: MenuControl; readonly outlook: Outlook }) {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    place.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const closeOutside = (event: Event): void => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    return () => document.removeEventListener('pointerdown', closeOutside);
  }, [isOpen]);
  const choose = (control: CommandControl): void => {
    setOpen(false);
    place.current?.querySelector('button')?.focus();
    void outlook.runControl(control);
  };
  return (
    <div class="menu" ref={place} onKeyDown={(event) => moveInMenu(event, () => setOpen(false))}>
      <button
        type="button"
        class="command"
        data-control={menu.id}
        title={menu.tip}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <AddinIcon url={menu.icon} />
        {menu.label}
        <span aria-hidden="true"> ▾</span>
      </button>
      {isOpen && (
        <div class="menu-items" role="menu" aria-label={menu.label}>
          {menu.items.map((control) => (
            <button
              key={control.id}
              type="button"
              role="menuitem"
              data-control={control.id}
              title={control.tip}
              onClick={() => choose(control)}
            >
              <AddinIcon url={control.icon} />
              {control.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function moveInMenu(event: KeyboardEvent, close: () => void): void {
  const place = event.currentTarget as HTMLElement;
  const items = [...place.querySelectorAll<HTMLElement>('[role=menuitem]')];
  if (items.length === 0) return;
  if (event.key === 'Escape') {
    close();
    place.querySelector('button')?.focus();
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[(at + step + items.length) % items.length]?.focus();
}
