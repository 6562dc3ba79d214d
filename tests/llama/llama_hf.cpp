// llama.cpp's own code behind -hf OWNER/REPO:QUANT, of the release that llama-cpp-python vendors: finds the files of
// the model, fetches them, and prints where the first one is. Built by ./dev from that package, not with the project.
#include "build-info.h"
#include "common.h"
#include "download.h"
#include "ggml.h"

#include <cstdio>
#include <cstdlib>

// What is linked instead of the rest of llama.cpp, which runs models.
void ggml_abort(const char *, int, const char *, ...)
{
    std::abort();
}
int llama_build_number()
{
    return 0;
}
const char *llama_commit()
{
    return "unknown";
}
const char *llama_compiler()
{
    return "";
}
const char *llama_build_target()
{
    return "";
}
const char *llama_build_info()
{
    return "shimmy-manager-test";
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    common_params_model model;
    model.hf_repo = argv[1];
    const common_download_opts options;
    const auto plan = common_download_get_hf_plan(model, options);
    if (plan.model_files.empty())
        return 1; // it has said why
    std::vector<common_download_task> tasks;
    for (const auto &file : plan.model_files)
        tasks.emplace_back(file, options);
    common_download_run_tasks(tasks);
    std::printf("%s\n", hf_cache::finalize_file(plan.primary).c_str());
    return 0;
}
