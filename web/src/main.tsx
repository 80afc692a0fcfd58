import './base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import { loadLang, savedLang } from './i18n'

void loadLang(savedLang()).then(() => {
  createRoot(document.getElementById('root')!).render(<App />)
})
