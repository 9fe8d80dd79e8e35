# ./dev demo: sourced by ./dev.
