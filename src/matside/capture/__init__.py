"""Sources of frames: cameras, streams in the network, videos and pictures."""
