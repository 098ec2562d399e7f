"""Routes, pages and the checks that each request passes."""
