/* A button with a short list of actions: arrows, Home and End move in it; Escape closes it and goes back to the button. */
import { Button } from 'antd'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'

export interface MenuAction { key: string; label: string; run: () => void }

const steps: Record<string, (at: number, n: number) => number> = {
  ArrowDown: (at, n) => (at + 1) % n,
  ArrowUp: (at, n) => (at + n - 1) % n,
  Home: () => 0,
  End: (_, n) => n - 1,
}

export function Menu({ text, label, actions }: { text: string; label?: string; actions: MenuAction[] }) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const items = (): HTMLElement[] => [...box.current!.querySelectorAll<HTMLElement>('[role=menuitem]')]
  useEffect(() => {
    if (!open) return
    items()[0]?.focus()
    const away = (e: Event): void => { if (!box.current?.contains(e.target as Node)) setOpen(false) }
    document.addEventListener('click', away)
    return () => document.removeEventListener('click', away)
  }, [open])
  const onKey = (e: KeyboardEvent): void => {
    if (!open) return
    if (e.key === 'Tab') setOpen(false)
    if (e.key === 'Escape') {
      setOpen(false)
      box.current!.querySelector('button')!.focus()
    }
    const to = steps[e.key]
    if (!to) return
    e.preventDefault()
    const all = items()
    all[to(all.indexOf(document.activeElement as HTMLElement), all.length)]?.focus()
  }
  return (
    <div className="menu" ref={box} onKeyDown={onKey}>
      <Button aria-label={label} size={label ? 'small' : undefined} aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>{text}</Button>
      {open && <div className="sheet" role="menu" aria-label={text}>{actions.map((a) => <button key={a.key} role="menuitem" tabIndex={-1} type="button" onClick={() => { setOpen(false); a.run() }}>{a.label}</button>)}</div>}
    </div>
  )
}
