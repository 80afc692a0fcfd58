import { defineConfig } from 'vite'
import react from '@vitejs/plugin-react'

/* JISHI_API: the server that answers /api while developing (npm run dev). */
export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': process.env.JISHI_API ?? 'http://127.0.0.1:8080' } },
  build: {
    target: ['chrome88', 'edge88', 'firefox78', 'safari14'],
    assetsInlineLimit: 1024,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    manifest: true,
  },
})
