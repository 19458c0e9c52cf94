import {
  type AlertProps,
  type ButtonProps,
  createTheme,
  type CSSVariablesResolver,
} from '@mantine/core';

// Greys with a little warmth, like paper; the accent is the orange of tent canvas in the sun.
export const theme = createTheme({
  primaryColor: 'canvas',
  primaryShade: { light: 7, dark: 5 },
  colors: {
    canvas: [
      '#fff5ed',
      '#fde8d8',
      '#fbd0b0',
      '#f7b483',
      '#f3a063',
      '#f0914f',
      '#d4611f',
      '#b4490f',
      '#963c0d',
      '#74300f',
    ],
    gray: [
      '#faf9f7',
      '#f4f2ef',
      '#ebe8e4',
      '#e1ddd8',
      '#d3cec8',
      '#aaa49c',
      '#6f6962',
      '#57514b',
      '#3a3632',
      '#1f1d1a',
    ],
    dark: [
      '#edebe8',
      '#c9c5bf',
      '#a09a92',
      '#78726b',
      '#35322e',
      '#2c2926',
      '#211f1c',
      '#1a1816',
      '#131110',
      '#0d0c0b',
    ],
  },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '14px' },
  defaultRadius: 'md',
  autoContrast: true,
  cursorType: 'pointer',
  respectReducedMotion: true,
  // By name, not with `extend`: that would load each of these components with the first page.
  components: {
    // The main action is ink on paper: the accent stays rare, and is never mistaken for the red of danger.
    Button: {
      vars: (_theme: unknown, { variant, color }: ButtonProps) => ({
        root: variant || color ? {} : INK_BUTTON,
      }),
    },
    ActionIcon: {
      defaultProps: { variant: 'subtle', color: 'gray' },
      vars: () => ({ root: { '--ai-color': 'var(--mantine-color-dimmed)' } }),
    },
    Tooltip: {
      defaultProps: { events: { hover: true, focus: true, touch: true }, openDelay: 150 },
    },
    Alert: {
      vars: (_theme: unknown, { color }: AlertProps) => ({
        root: {
          '--alert-bg': `color-mix(in srgb, var(--mantine-color-${color}-6) 9%, transparent)`,
          '--alert-bd': `1px solid color-mix(in srgb, var(--mantine-color-${color}-6) 35%, transparent)`,
        },
      }),
      styles: { title: { color: 'var(--mantine-color-text)' } },
    },
    Modal: {
      defaultProps: { centered: true, padding: 'lg', radius: 'lg', shadow: 'xl' },
      styles: { title: { fontSize: 'var(--mantine-font-size-lg)', fontWeight: 600 } },
    },
    Menu: { defaultProps: { shadow: 'md', radius: 'md' } },
  },
});

const INK_BUTTON = {
  '--button-bg': 'var(--tented-ink)',
  '--button-hover': 'var(--tented-ink-hover)',
  '--button-color': 'var(--tented-paper)',
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-default-border': 'var(--mantine-color-gray-4)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-6)',
    '--mantine-color-text': 'var(--mantine-color-gray-9)',
    '--tented-page': 'var(--mantine-color-gray-0)',
    '--tented-surface': '#ffffff',
    '--tented-hairline': 'var(--mantine-color-gray-2)',
    '--tented-sunken': 'var(--mantine-color-gray-1)',
    '--tented-ink': 'var(--mantine-color-gray-9)',
    '--tented-ink-hover': 'var(--mantine-color-gray-8)',
    '--tented-paper': '#ffffff',
    '--tented-accent': 'var(--mantine-color-canvas-7)',
  },
  dark: {
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-default-border': 'var(--mantine-color-dark-4)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--tented-page': 'var(--mantine-color-dark-8)',
    '--tented-surface': 'var(--mantine-color-dark-7)',
    '--tented-hairline': 'var(--mantine-color-dark-5)',
    '--tented-sunken': 'var(--mantine-color-dark-6)',
    '--tented-ink': 'var(--mantine-color-dark-0)',
    '--tented-ink-hover': 'var(--mantine-color-dark-1)',
    '--tented-paper': 'var(--mantine-color-dark-9)',
    '--tented-accent': 'var(--mantine-color-canvas-5)',
  },
});
