"""PostgreSQL y Redis embebidos, para `demo`, `test` y el trabajo diario en una máquina."""
