/* A button with a short list of actions; closes on Escape, a choice or a click beside it. */
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'

export interface MenuAction { key: string; label: string; run: () => void }

export function Menu({ text, actions }: { text: string; actions: MenuAction[] }) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    const away = (e: Event): void => {
      if (e instanceof KeyboardEvent ? e.key === 'Escape' : !box.current?.contains(e.target as Node)) setOpen(false)
    }
    document.addEventListener('click', away)
    document.addEventListener('keydown', away)
    return () => {
      document.removeEventListener('click', away)
      document.removeEventListener('keydown', away)
    }
  }, [open])
  return (
    <div className="menu" ref={box}>
      <Button aria-haspopup="true" aria-expanded={open} onClick={() => setOpen(!open)}>{text}</Button>
      {open && <div className="sheet">{actions.map((a) => <button key={a.key} type="button" onClick={() => { setOpen(false); a.run() }}>{a.label}</button>)}</div>}
    </div>
  )
}
