#pragma once

/// In a container shimmyd is PID 1, whose duty is to reap every orphan, and which the kernel shields from signals
/// without a handler. As PID 1 this forks: the child returns from here and is the service; the parent never does, it
/// hands signals on, reaps, and exits as the service does. For any other PID it does nothing.
/// Call before threads or Qt objects exist.
void becomeInitIfFirst();
