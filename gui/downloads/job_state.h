#pragma once

#include "client/job.h"

/// What the window makes of a job's state.

/// By which jobs are filtered.
enum class JobGroup { All, Active, Queued, Paused, Failed, Completed };
inline constexpr int jobGroups = 6;

/// Nothing for a job that is in All only, such as a cancelled one.
std::optional<JobGroup> groupOf(const Job &job);
QString groupTitle(JobGroup group);

/// "Downloading", "Queued", "Failed".
QString stateText(const Job &job);
/// Of an icon of icons.cmake.
QString stateIcon(const Job &job);
/// The name of its file without folders; while there is none, what was asked for.
QString titleOf(const Job &job);

bool isQueued(const Job &job);
bool canPause(const Job &job);
bool canResume(const Job &job);
bool canRetry(const Job &job);
bool canCancel(const Job &job);
