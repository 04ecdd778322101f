"""Where frames and poses come from: videos, pictures and saved traces."""
