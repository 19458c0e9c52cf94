import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = 'http://localhost:3000';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    target: 'es2022',
    // The content security policy allows fonts and scripts from files only, not from data: URLs.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: { '/trpc': SERVER, '/api': SERVER, '/v1': SERVER, '/docs': SERVER },
  },
});
